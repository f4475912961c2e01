/** The stage that a log line and its metrics belong to: one account may hold several. */
export const stageName = (): string => process.env['IEUM_STAGE'] ?? 'local'
