const list = document.querySelector('#pushed');

window.stopListening = window.fixture.listen((value) => {
  const item = document.createElement('li');
  item.textContent = JSON.stringify(value);
  list.append(item);
});
document.querySelector('#ready').textContent = `version ${window.fixture.version}`;
