// A backup goes into S3-compatible storage while the town is served, and comes back whole. The storage is
// s3rver, which is not ours.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import S3rver from 's3rver';

import { BINARY, startTown } from './lib/town.mjs';

const run = promisify(execFile);

test('A backup in storage elsewhere is whole, is brought back, and old ones go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'townhall-storage-'));
  const storage = new S3rver({
    port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 'storage'), configureBuckets: [{ name: 'town' }],
  });
  const { port } = await storage.run();
  const town = await startTown({ cases: 9000 });
  try {
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    };
    const townhall = (...args) => run(BINARY, args, { env });
    const backup = () => townhall('backup', '--data', town.data, '--to', 's3://town/nightly', '--keep', '2', '--unencrypted');
    const taken = new Set();
    // It is sent in more than one part. Names are of a second: two within one are one backup.
    while (taken.size < 3) taken.add((await backup()).stdout.trim());
    const places = [...taken];
    assert.match(places[0], /^s3:\/\/town\/nightly\/townhall-\d{8}T\d{6}Z\.tar$/);

    const back = join(folder, 'back');
    const restored = await townhall('restore', places[2], '--data', back);
    assert.match(restored.stdout, /Restored into sqlite:.*rows/);
    const verified = await townhall('verify', '--data', back);
    assert.match(verified.stdout, /entries/);
    assert.ok((await readdir(back)).includes('town.sqlite3'));

    await assert.rejects(townhall('restore', places[0], '--check', '--data', back), /NoSuchKey/, 'the oldest is gone');
    await assert.rejects(
      townhall('backup', '--data', town.data, '--to', 's3://nowhere/nightly', '--unencrypted'),
      /NoSuchBucket.*make the bucket first/,
    );
  } finally {
    await town.stop();
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
});
