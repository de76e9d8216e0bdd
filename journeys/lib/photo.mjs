// Pictures made here, so that no test depends on a file nobody can explain.
import { deflateSync } from 'node:zlib';

/** A small PNG with a text chunk, as a camera's notes would stand in it. */
export function photo(name = 'hole.png') {
  return { name, mimeType: 'image/png', buffer: png(64, 48) };
}

/** A file that only claims to be a picture. */
export function notAPhoto(name = 'hole.jpg') {
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') };
}

/** A PNG of a few kilobytes that claims 30,000 by 30,000 points. */
export function bomb(name = 'bomb.png') {
  return { name, mimeType: 'image/png', buffer: png(64, 48, 30_000) };
}

function png(width, height, claimed = width) {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_, x) => [x * 4, y * 5, 90]).flat()]));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claimed, 0);
  header.writeUInt32BE(claimed === width ? height : claimed, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const note = Buffer.from('Comment\0GPS 42.3601 -71.0589', 'latin1');
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('tEXt', note), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, check]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
