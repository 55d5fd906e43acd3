// A photo from the camera made fit to travel: at most 2048 px, upright, without its EXIF.

const MOST = 2048;
const SMALL = 160;
const QUALITY = 0.85;

/** {blob, preview}: a JPEG, and a small data: address; what this browser cannot read travels as it is, unseen. */
export async function fit(file) {
  try {
    const image = await createImageBitmap(file);
    const blob = await new Promise((resolve) => { draw(image, MOST).toBlob(resolve, "image/jpeg", QUALITY); });
    const preview = draw(image, SMALL).toDataURL("image/jpeg", QUALITY);
    image.close();
    return blob ? { blob, preview } : { blob: file, preview: "" };
  } catch {
    return { blob: file, preview: "" };
  }
}

function draw(image, most) {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // a JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
