// Where a JPEG says it was taken. Read in the browser alone, and used only if its owner says so.
//
// CIPA DC-008 (Exif 2.3): the APP1 segment holds a TIFF; its tag 0x8825 leads to the GPS tags 1 to 4.

const HEAD = 256 * 1024;
const GPS = 0x8825;

/** {lat, long} in degrees, or null. */
export async function positionOf(file) {
  try {
    const view = new DataView(await file.slice(0, HEAD).arrayBuffer());
    const tiff = findTiff(view);
    return tiff === null ? null : read(view, tiff);
  } catch {
    return null; // cut off, or no Exif after all
  }
}

function findTiff(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if (view.getUint8(at) !== 0xff) return null;
  }
  return null;
}

function read(view, tiff) {
  const little = view.getUint16(tiff) === 0x4949;
  const short = (at) => view.getUint16(tiff + at, little);
  const long = (at) => view.getUint32(tiff + at, little);
  const tags = (at) => new Map(Array.from({ length: short(at) }, (_, place) => at + 2 + 12 * place)
    .map((entry) => [short(entry), entry]));
  const first = tags(long(4)).get(GPS);
  if (first === undefined) return null;
  const found = tags(long(first + 8));
  const part = (at) => long(at) / long(at + 4);
  const degrees = (value, sign, negative) => {
    const at = long(found.get(value) + 8);
    const size = part(at) + part(at + 8) / 60 + part(at + 16) / 3600;
    return String.fromCharCode(view.getUint8(tiff + found.get(sign) + 8)) === negative ? -size : size;
  };
  const place = { lat: degrees(2, 1, "S"), long: degrees(4, 3, "W") };
  return Math.abs(place.lat) <= 90 && Math.abs(place.long) <= 180 && (place.lat || place.long) ? place : null;
}
