/** Stands in functions that anybody may call directly: they answer no more than CloudFront would. */
export async function admit(_: object): Promise<void> {}
