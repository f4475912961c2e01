/** The style of the stand-ins' pages. `--accent` and `--on-accent` are the provider's colours. */
export const style = `
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR",sans-serif;background:#f5f5f4;color:#1c1917}
header{background:var(--accent);color:var(--on-accent);padding:.9rem 1.25rem}
main{max-width:34rem;margin:1.5rem auto;padding:1.5rem;background:#fff;border-radius:1rem;box-shadow:0 1px 3px #0002}
h1{margin:0 0 1rem;font-size:1.3rem}
ul{list-style:none;margin:0;padding:0}
li+li{margin-top:.5rem}
form{margin:0}
fieldset{border:0;margin:0 0 1.25rem;padding:0}
legend{padding:0;margin-bottom:.75rem;color:#44403c}
button{width:100%;padding:.85rem 1rem;border:1px solid #d6d3d1;border-radius:.75rem;background:#fff;color:inherit;font:inherit;cursor:pointer}
button:hover{background:#fafaf9}
button:focus-visible,input:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}
.accent{background:var(--accent);color:var(--on-accent);border-color:transparent;font-weight:600}
.accent:hover{background:var(--accent);filter:brightness(.96)}
.plain{margin-top:.75rem;border-color:transparent;color:#57534e}
.person{text-align:left}
.title,.subtitle,.note{display:block}
.title{font-weight:600}
.subtitle{color:#57534e;font-size:.9rem;overflow-wrap:anywhere}
.note{margin-top:.25rem;color:#44403c;font-size:.9rem}
.badge{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:1rem;font-size:.75rem;font-weight:400}
.asks label{display:grid;grid-template-columns:auto 1fr;gap:0 .75rem;padding:.6rem .75rem;border:1px solid #e7e5e4;border-radius:.75rem;cursor:pointer}
.asks input{width:1.25rem;height:1.25rem;margin-top:.15rem;accent-color:#1c1917}
.asks .subtitle{grid-column:2}
.search{display:flex;gap:.5rem;margin-bottom:1rem}
.search input{flex:1;min-width:0;padding:.6rem .75rem;border:1px solid #78716c;border-radius:.75rem;font:inherit}
.search button{width:auto;margin:0;border-color:#d6d3d1}
footer{max-width:34rem;margin:0 auto 2rem;padding:0 1.5rem;color:#57534e;font-size:.85rem}
`
