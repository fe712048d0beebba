// Sends each chosen file by itself and shows how far it is. Without this script the form sends all of them at once.
(() => {
  "use strict";
  const form = document.querySelector("form[enctype='multipart/form-data']");
  const input = form && form.querySelector("input[type=file]");
  const rows = document.getElementById("sending");
  const told = document.getElementById("sending-told");
  if (!input || !rows || !told) return;

  const waiting = [];
  let isBusy = false;

  input.addEventListener("change", begin);
  form.addEventListener("submit", (event) => {
    if (input.files.length === 0) return;
    event.preventDefault();
    begin();
  });

  function begin() {
    for (const file of input.files) waiting.push(rowOf(file));
    // The same file can be chosen once more after it was mended.
    input.value = "";
    if (!isBusy) work();
  }

  function rowOf(file) {
    const row = document.createElement("p");
    const name = document.createElement("bdi");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", "Sending " + file.name);
    row.append(name, " ", bar);
    rows.append(row);
    return { file, row, bar };
  }

  async function work() {
    isBusy = true;
    let added = 0;
    const wrong = [];
    while (waiting.length > 0) {
      const it = waiting.shift();
      told.textContent = "Sending " + it.file.name;
      const sentence = await send(it);
      if (sentence === "") {
        added += 1;
        it.row.remove();
        await renew();
      } else {
        wrong.push(it.file.name + ": " + sentence);
        it.bar.remove();
        it.row.className = "error";
        it.row.append(sentence);
      }
    }
    told.textContent = [added === 1 ? "1 file is added." : added + " files are added.", ...wrong].join(" ");
    isBusy = false;
  }

  // What is wrong, in a sentence; nothing if the file is added.
  function send(it) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append(input.name, it.file);
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) it.bar.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => resolve(sentenceOf(request)));
      for (const end of ["error", "abort", "timeout"]) {
        request.addEventListener(end, () => resolve("The connection broke off. Choose this file again."));
      }
      request.send(body);
    });
  }

  function sentenceOf(request) {
    const errors = request.response && request.response.errors;
    if (errors && errors.length > 0) return errors.map((it) => it.message).join(" ");
    if (request.status === 200) return "";
    if (request.status === 429) return "Too many files were sent in a short time. Wait a minute, then choose it again.";
    if (request.status === 413) return "It is too large.";
    return "It could not be added. Choose it again in a little while.";
  }

  // The list as the server has it now.
  async function renew() {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("draft-files");
      if (answer.ok && fresh) document.getElementById("draft-files").replaceWith(fresh);
    } catch {
      // The file is there all the same; the next look at the page shows it.
    }
  }
})();
