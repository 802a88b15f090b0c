/** The page that shows an API for browsing and trying; all of it comes from this server. */
export function docsPage(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/swagger-ui.css">
<link rel="stylesheet" href="/assets/docs.css">
</head>
<body>
<header class="bar"><a href="/"><img src="/assets/mark.svg" alt="" width="24" height="24"> ${title}</a><a href="/openapi.json">openapi.json</a></header>
<noscript><p>This page needs JavaScript. The same content is in <a href="/openapi.json">openapi.json</a>.</p></noscript>
<main id="api"></main>
<script src="/assets/swagger-ui-bundle.js"></script>
<script src="/assets/docs.js"></script>
</body>
</html>
`
}

export const docsScript = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
})
`

export const docsStyle = `body { margin: 0; background: #fbfbf9; }
.bar { display: flex; justify-content: space-between; align-items: center; padding: 0.75rem 1.5rem; background: #14213d; font: 600 1rem/1.4 system-ui, sans-serif; }
.bar a { color: #fff; text-decoration: none; display: inline-flex; gap: 0.5rem; align-items: center; }
.bar a:hover, .bar a:focus-visible { text-decoration: underline; }
.swagger-ui .info { margin: 1.5rem 0; }
.swagger-ui .scheme-container { box-shadow: none; border-bottom: 1px solid #ddd; padding: 1rem 0; }
`
