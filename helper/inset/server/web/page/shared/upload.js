// Sends a manifest to the helper, which writes it to its own folder on this computer. XMLHttpRequest, because fetch does
// not tell how far an upload is.
import { ApiError, readAnswer, unreachable } from "./api.js";
import { text } from "./words.js";

/**
 * @param {File} file
 * @param {(bytes: number) => void} onProgress
 * @returns {{done: Promise<import("./wire.d.ts").UploadFacts>, cancel: () => void}} `done` is rejected with an ApiError; with the code `cancelled` after `cancel`
 */
export function sendFile(file, onProgress) {
  const request = new XMLHttpRequest();
  /** @type {Promise<import("./wire.d.ts").UploadFacts>} */
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => { onProgress(event.loaded); });
    request.addEventListener("load", () => {
      try {
        resolve(readAnswer(request.status, request.responseText));
      } catch (error) {
        reject(error instanceof ApiError ? error : unreachable());
      }
    });
    request.addEventListener("error", () => { reject(unreachable()); });
    request.addEventListener("abort", () => { reject(new ApiError("cancelled", text("add_cancelled"), "", 0)); });
    request.open("POST", `/v1/uploads?file=${encodeURIComponent(file.name)}`);
    // Not the type that the system gives the file: the helper refuses types that a form can send, and reads the content anyway.
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { done, cancel: () => { request.abort(); } };
}
