// Says what a worker of the page can reach: the app's own scheme, and nothing else.
const outcome = (url) =>
  fetch(url).then(
    (response) => `${response.status}`,
    (error) => error.name,
  );
postMessage([await outcome('/echo'), await outcome('https://partner.example/')]);
