// A demo town of one's own: the program is started on a free port, waited for, and stopped.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const BINARY = process.env.TOWNHALL_BINARY ?? new URL('../../target/debug/townhall', import.meta.url).pathname;

/** Loading the demo town with an unoptimised build on a busy machine takes its time. */
const PATIENCE_MS = 5 * 60_000;

/** Lines kept to be shown when the program does not start. */
const KEPT_LINES = 60;

/** Starts a town; `database` is an empty PostgreSQL (`postgres://…`), by default a file in its own folder. */
export async function startTown({ database, cases = 3000 } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'townhall-journeys-'));
  const args = ['demo', '--data', data, '--listen', '127.0.0.1:0', '--cases', String(cases)];
  args.push(...(database ? ['--database', database] : ['--fresh']));
  const program = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await address(program), data, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Reads the program's output until it says where it listens. */
function address(program) {
  return new Promise((resolve, reject) => {
    const said = [];
    const fail = (why) => reject(new Error(`townhall ${why}\n${said.join('\n')}`));
    const timer = setTimeout(() => fail('did not start in time'), PATIENCE_MS);
    program.once('error', (fault) => fail(fault.message));
    program.once('exit', (code) => fail(`ended with ${code}`));
    for (const stream of [program.stdout, program.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (said.length > KEPT_LINES) said.shift();
        const found = /Listening on (http:\/\/[^\s/]+)/i.exec(line);
        if (found) {
          clearTimeout(timer);
          resolve(found[1]);
        }
      });
    }
  });
}
