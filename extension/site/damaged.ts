// What cannot be believed: bytes that are not what their format says.

/** Nothing is answered from these bytes; the message is for whoever mends the site, a reader gets words of the page's own. */
export class Damaged extends Error {}
