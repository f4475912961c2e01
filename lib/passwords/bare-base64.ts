/** Base64 without padding, as PHC strings have it. */
export const bareBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
