/**
 * Works with a file. The system's error of an open file does not say which file it was, so it is named. Throws what the
 * work throws.
 */
export async function withFileNamed<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && !('path' in error)) Object.assign(error, { path: file })
    throw error
  }
}
