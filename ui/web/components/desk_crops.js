// Cuts the place of an item out of its page's image, with some of the page around it, before it is asked for.
const DESK_LETTER_PX = 40;  // how tall a line of print is to stand on the screen
const DESK_LARGEST = 4;     // no enlargement beyond this: there would be nothing but blur
const DESK_PAGES_KEPT = 6;

class DeskCrops {
  #cut = new Map();    // item id -> {size, made: promise of {canvas, place}}
  #pages = new Map();  // address -> promise of a Blob; the decoded image is let go at once: it is large

  // `size`: width and height of the stage in CSS pixels.
  get(item, size) {
    const known = this.#cut.get(item.id);
    if (known?.size === `${size.width}x${size.height}`) return known.made;
    const made = this.#make(item, size);
    this.#cut.set(item.id, { size: `${size.width}x${size.height}`, made });
    made.catch(() => this.#cut.delete(item.id));
    return made;
  }

  keepOnly(ids) {
    for (const id of this.#cut.keys()) if (!ids.has(id)) this.#cut.delete(id);
  }

  async #make(item, size) {
    const image = await createImageBitmap(await this.#page(deskPageImage(item.document_id, item.page)));
    const area = deskCropArea(item.box, image.width, image.height, size);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(area.width));
    canvas.height = Math.max(1, Math.round(area.height));
    canvas.getContext("2d").drawImage(
      image, area.left, area.top, area.width, area.height, 0, 0, canvas.width, canvas.height,
    );
    const [left, top, right, bottom] = item.box;
    const place = {
      left: (left * image.width - area.left) / area.width, top: (top * image.height - area.top) / area.height,
      width: ((right - left) * image.width) / area.width, height: ((bottom - top) * image.height) / area.height,
    };
    image.close();
    return { canvas, place };
  }

  #page(address) {
    const known = this.#pages.get(address) ?? fetch(address).then((reply) => {
      if (!reply.ok) throw new Error(String(reply.status));
      return reply.blob();
    });
    this.#pages.delete(address);
    this.#pages.set(address, known);
    known.catch(() => this.#pages.delete(address));
    if (this.#pages.size > DESK_PAGES_KEPT) this.#pages.delete(this.#pages.keys().next().value);
    return known;
  }
}

// The part of the page to show, in its pixels: the box in the middle, its print at reading size, all of it seen.
function deskCropArea([left, top, right, bottom], pageWidth, pageHeight, { width, height }) {
  const [boxWidth, boxHeight] = [Math.max(1, (right - left) * pageWidth), Math.max(1, (bottom - top) * pageHeight)];
  // A dash or a comma is no taller than a part of its line; a field may be many lines tall.
  const line = Math.min(Math.max(boxHeight, 0.011 * pageHeight), 0.02 * pageHeight);
  const enlarged = Math.min(
    DESK_LETTER_PX / line, (0.92 * width) / boxWidth, (0.8 * height) / boxHeight, DESK_LARGEST,
  );
  const area = { width: Math.min(pageWidth, width / enlarged), height: Math.min(pageHeight, height / enlarged) };
  const inside = (middle, extent, whole) => Math.min(Math.max(0, middle - extent / 2), whole - extent);
  area.left = inside(((left + right) / 2) * pageWidth, area.width, pageWidth);
  area.top = inside(((top + bottom) / 2) * pageHeight, area.height, pageHeight);
  return area;
}
