/** Made-up photos: landscapes drawn as SVG from the digits of a photo ID, the same for the same ID. */

const SKIES = [
  ["#f7b267", "#f4845f", "#7b4b94"],
  ["#cfe8ff", "#8ec5ff", "#4a7fc1"],
  ["#ffe3c2", "#ffb4a2", "#6d597a"],
  ["#0b1d3a", "#27496d", "#5fa8a0"],
  ["#e8f1d4", "#a8d5ba", "#4f8a8b"],
  ["#fde2e4", "#e2afc3", "#7d6b91"],
] as const;
const GROUNDS = [
  ["#5d737e", "#3f4b52", "#20292e"],
  ["#6a8d73", "#456755", "#22392f"],
  ["#b08968", "#7f5539", "#40281c"],
  ["#7c98b3", "#536b82", "#2a3a4a"],
] as const;

/** A small generator of numbers in [0, 1) (mulberry32): repeatable pictures need no real randomness. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A line of hills through eight points, rounded: each point bends the curve between its neighbours' middles. */
function ridge(next: () => number, base: number, height: number): string {
  const points = Array.from({ length: 9 }, (_, i) => ({ x: i * 86 - 43, y: base - height * (0.2 + 0.8 * next()) }));
  const curves = points.slice(1).map((point, i) => {
    const from = points[i] ?? point;
    return `Q${from.x.toFixed(0)},${from.y.toFixed(0)} ${((from.x + point.x) / 2).toFixed(0)},${((from.y + point.y) / 2).toFixed(0)}`;
  });
  return `M-50,400 L-50,${base.toFixed(0)} ${curves.join(" ")} L650,${base.toFixed(0)} L650,400 Z`;
}

/** Draw the photo of this ID, 600 × 400. */
export function drawPhoto(photoId: string): string {
  const next = numbers(Number(photoId.slice(-6)) * 2_654_435_761);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const sky = pick(SKIES);
  const ground = pick(GROUNDS);
  const sun = `<circle cx="${(80 + next() * 440).toFixed(0)}" cy="${(70 + next() * 120).toFixed(0)}"
    r="${(16 + next() * 34).toFixed(0)}" fill="#fffbe6" opacity="0.85"/>`;
  const hills = ground.map((colour, i) => {
    const opacity = (0.75 + i * 0.12).toFixed(2);
    return `<path d="${ridge(next, 240 + i * 62, 130 - i * 34)}" fill="${colour}" opacity="${opacity}"/>`;
  });
  const water = next() < 0.4 ? `<rect y="345" width="600" height="55" fill="${sky[1]}" opacity="0.7"/>` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" width="600" height="400" preserveAspectRatio="xMidYMid slice">
<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${sky[2]}"/><stop offset=".55" stop-color="${sky[1]}"/><stop offset="1" stop-color="${sky[0]}"/></linearGradient>
<rect width="600" height="400" fill="url(#sky)"/>${sun}${hills.join("")}${water}</svg>`;
}
