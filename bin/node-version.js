// Plain, old JavaScript: an old Node must be able to read this file to print the message.
const major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  console.error(`
  ieum needs Node 24 or newer; this is Node ${process.versions.node}.

  On Linux x64, "npm install" brings its own: start it with "npm start".
  Elsewhere, install Node 24 and try again, with nvm for example: nvm install
`)
  process.exit(1)
}
