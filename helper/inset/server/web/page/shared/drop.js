// Files that are dropped on a field of the page.

/**
 * Shows that the field takes files while some are held over it, and hands on what is dropped.
 * @param {HTMLElement} field
 * @param {(dropped: DataTransfer) => void} take to read within the call: the browser empties it afterwards
 */
export function takeDrops(field, take) {
  for (const kind of ["dragenter", "dragover"]) {
    field.addEventListener(kind, (event) => {
      event.preventDefault();
      field.dataset.over = "yes";
    });
  }
  field.addEventListener("dragleave", () => { delete field.dataset.over; });
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    delete field.dataset.over;
    if (event.dataTransfer !== null) take(event.dataTransfer);
  });
}
