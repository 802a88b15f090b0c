/** Whether what comes is there while one can wait for it; that nothing comes any more, or that it broke, counts as well. */
export function comesSoon(coming: Promise<unknown>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      resolve(false)
    }, withinMs)
    const come = (): void => {
      clearTimeout(late)
      resolve(true)
    }
    coming.then(come, come)
  })
}
