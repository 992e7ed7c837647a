// A document that holds nothing but the page's messages in English, for tests of modules that draw nothing.
import { JSDOM } from "jsdom";
import { beforeEach, vi } from "vitest";

import { wordsElement } from "./page-messages.ts";

const { document } = new JSDOM(`<html lang="en"><head>${wordsElement("en")}</head></html>`).window;

beforeEach(() => { vi.stubGlobal("document", document); });
