"use strict";

// Starts the packaged pages of the API's document: nothing inline, nothing from elsewhere.
const place = document.getElementById("api");
SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true, validatorUrl: null });
