/** Made-up photos: landscapes drawn as SVG from the digits of a photo ID, the same for the same ID. */

type Numbers = () => number;

const WIDTH = 600;
const HEIGHT = 400;

/** Sky from top to horizon, far hills, near hills, foreground. */
const LIGHTS = [
  ["#355c8c", "#9db7d0", "#f6d7b0", "#8a8fa8", "#4c5a73", "#1f2a3a"],
  ["#4b3b6b", "#c06c84", "#f8b195", "#8d5f7b", "#5a3f5f", "#2a2036"],
  ["#5aa0d8", "#a9d3ee", "#e9f4f2", "#8fb3a6", "#4f8069", "#234536"],
  ["#2f4858", "#6f9a8d", "#f3e3b3", "#7d9a86", "#4a6b5d", "#20352f"],
  ["#7aa5c9", "#d8cfc4", "#ffd9a0", "#c9a27a", "#96683f", "#4d3220"],
  ["#0a1630", "#1d3557", "#467a8c", "#2b4a5e", "#1a3244", "#0a1520"],
  ["#d96c5f", "#f2a65a", "#ffe3a3", "#b5654f", "#7a3e48", "#341d33"],
] as const;
const NIGHT = 5;

/** A small generator of numbers in [0, 1) (mulberry32): repeatable pictures need no real randomness. */
function numbers(seed: number): Numbers {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const n = (value: number): string => value.toFixed(0);

/** A filled line of hills: each point bends the curve between its neighbours' middles; `rough` is the points' number. */
function hills(next: Numbers, base: number, height: number, rough: number, colour: string, opacity = 1): string {
  const step = (WIDTH + 120) / rough;
  const points = Array.from({ length: rough + 2 }, (_, i) => ({ x: i * step - 100, y: base - height * next() }));
  const curves = points.slice(1).map((point, i) => {
    const from = points[i] ?? point;
    return `Q${n(from.x)},${n(from.y)} ${n((from.x + point.x) / 2)},${n((from.y + point.y) / 2)}`;
  });
  return `<path d="M-120,${n(HEIGHT)} L-120,${n(base)} ${curves.join(" ")} L${n(WIDTH + 120)},${n(HEIGHT)} Z" fill="${colour}" opacity="${opacity.toFixed(2)}"/>`;
}

/** Sharp peaks, the near side in shadow. */
function peaks(next: Numbers, base: number, colour: string, shadow: string): string {
  return Array.from({ length: 4 }, (_, i) => {
    const x = i * 170 - 20 + 90 * next();
    const top = base - 90 - 110 * next();
    const half = 130 + 60 * next();
    const ridge = `${n(x)},${n(top)} ${n(x + 18)},${n(top + 46)} ${n(x - 8)},${n(top + 84)} ${n(x + 24)},${n(base)}`;
    return `<polygon points="${n(x - half)},${n(base)} ${n(x)},${n(top)} ${n(x + half)},${n(base)}" fill="${colour}"/>
<polygon points="${ridge} ${n(x + half)},${n(base)}" fill="${shadow}" opacity=".45"/>`;
  }).join("");
}

function firs(next: Numbers, base: number, colour: string): string {
  return Array.from({ length: 26 }, (_, i) => {
    const x = i * 24 + 14 * next();
    const height = 34 + 62 * next();
    const width = height * 0.2;
    const y = base + 26 * next();
    return `<path d="M${n(x)},${n(y - height)} L${n(x + width)},${n(y)} L${n(x - width)},${n(y)} Z" fill="${colour}"/>`;
  }).join("");
}

function stars(next: Numbers): string {
  return Array.from({ length: 70 }, () => {
    const size = (0.5 + 1.1 * next() ** 3).toFixed(1);
    return `<circle cx="${n(WIDTH * next())}" cy="${n(240 * next())}" r="${size}" fill="#fff" opacity="${(0.4 + 0.6 * next()).toFixed(1)}"/>`;
  }).join("");
}

/** Water from the horizon down, with the light's glitter under the sun. */
function sea(next: Numbers, horizon: number, sun: number, colour: string, glitter: string): string {
  const glints = Array.from({ length: 46 }, () => {
    const depth = next();
    const spread = 14 + 110 * depth;
    return `<rect x="${n(sun - spread / 2 + spread * (next() - 0.5))}" y="${n(horizon + 4 + (HEIGHT - horizon) * depth)}" width="${n(10 + 34 * depth * next())}" height="2" rx="1" fill="${glitter}" opacity="${(0.75 - 0.5 * depth).toFixed(2)}"/>`;
  });
  return `<rect y="${n(horizon)}" width="${n(WIDTH)}" height="${n(HEIGHT - horizon)}" fill="${colour}"/>${glints.join("")}`;
}

/** Draw the photo of this ID, 600 × 400. */
export function drawPhoto(photoId: string): string {
  const next = numbers(Math.imul(Number(photoId.slice(-6)), 2_654_435));
  next();
  const which = Math.floor(next() * LIGHTS.length);
  const [top, middle, low, far, near, front] = LIGHTS[which] ?? LIGHTS[0];
  const sun = { x: 90 + 420 * next(), y: 90 + 110 * next(), r: 15 + 20 * next() };
  const scene = next();
  const ground =
    scene < 0.3
      ? `${hills(next, 292, 56, 5, far, 0.6)}${sea(next, 270, sun.x, near, low)}${hills(next, 430, 90, 3, front)}`
      : scene < 0.6
        ? `${peaks(next, 330, far, near)}${hills(next, 338, 60, 6, near)}${firs(next, 372, front)}${hills(next, 408, 30, 4, front)}`
        : `${hills(next, 262, 60, 7, far, 0.75)}${hills(next, 308, 66, 5, near, 0.85)}${hills(next, 366, 84, 4, near)}${hills(next, 412, 74, 3, front)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(WIDTH)} ${n(HEIGHT)}" width="${n(WIDTH)}" height="${n(HEIGHT)}" preserveAspectRatio="xMidYMid slice">
<linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset=".45" stop-color="${middle}"/><stop offset=".75" stop-color="${low}"/></linearGradient>
<radialGradient id="g"><stop stop-color="#fff8e0" stop-opacity=".7"/><stop offset=".4" stop-color="#fff8e0" stop-opacity=".28"/><stop offset=".7" stop-color="#fff8e0" stop-opacity=".07"/><stop offset="1" stop-color="#fff8e0" stop-opacity="0"/></radialGradient>
<rect width="${n(WIDTH)}" height="${n(HEIGHT)}" fill="url(#s)"/>${which === NIGHT ? stars(next) : ""}
<circle cx="${n(sun.x)}" cy="${n(sun.y)}" r="${n(sun.r * 4)}" fill="url(#g)"/><circle cx="${n(sun.x)}" cy="${n(sun.y)}" r="${n(sun.r)}" fill="#fffbea"/>
${ground}</svg>`;
}
