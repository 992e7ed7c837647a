// The tests lie at the top of the repository, their packages in extension/node_modules. Node, tsc and eslint all look
// upwards from the importing file, so one link beside the tests lets every one of them find the same packages.
import { lstat, mkdir, readlink, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const tests = path.resolve(extension, "..", "tests");
const link = path.join(tests, "node_modules");
const target = path.relative(tests, path.join(extension, "node_modules"));

async function linksTo(file) {
  try {
    const entry = await lstat(file);
    if (!entry.isSymbolicLink()) throw new Error(`Remove ${file}: it is in the way of a link to ${target}.`);
    return await readlink(file);
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

await mkdir(tests, { recursive: true });
const found = await linksTo(link);
const wanted = process.platform === "win32" ? path.join(extension, "node_modules") : target;
if (found === null || path.resolve(tests, found) !== path.join(extension, "node_modules")) {
  await rm(link, { force: true });
  // A junction needs no administrator's rights on Windows; elsewhere the type is ignored.
  await symlink(wanted, link, "junction");
}
