SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  displayOperationId: false,
  persistAuthorization: false, // a token is gone with the page
  validatorUrl: null, // asks nobody else
  defaultModelsExpandDepth: 0,
  showExtensions: true,
});
