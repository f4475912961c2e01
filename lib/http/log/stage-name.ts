/** The stage that a log line and its metrics belong to: one account may hold several. */
export const stageName = (): string => process.env['IEUM_STAGE'] ?? 'local'

/** The version of the function that writes a log line, as Lambda names it. */
export const versionName = (): string => process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? 'local'
