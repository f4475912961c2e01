/** The pages whose TypeScript uses the client. Each compiles as one file. */
export const clientPages: readonly string[] = [
  'client/README.md',
  'client/README.ko.md',
  'README.md',
  'README.ko.md',
  'docs/spa.md',
  'docs/spa.ko.md',
  'docs/mobile.md',
  'docs/mobile.ko.md',
  'docs/step-up.md',
  'docs/step-up.ko.md',
]
