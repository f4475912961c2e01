// `import '@ieum/client/elements.css'` is for the bundler. The compiler finds a module without values.
export {}
