/** Base64 without padding, as in PHC strings. */
export const bareBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
