// Sizes at which nothing is seen.

export function isEmpty({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width < 1 || height < 1;
}
