/**
 * What an operator reads when a command failed. The AWS SDK says of a shell without a region nothing but that it is missing,
 * so this adds where it comes from.
 */
export function saidFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== 'Region is missing') return error.message
  return 'Region is missing: set AWS_REGION to the region of the stage, such as AWS_REGION=ap-northeast-2'
}
