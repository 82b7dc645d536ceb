// The step about the photo. Which square of it is shown can be moved with sliders or buttons, by mouse, finger or keys;
// a photo that is larger than needed is made smaller before it is sent. Without this script nine places can be chosen.
(() => {
  "use strict";

  const LARGEST = 6000000;
  const LARGE = 1500000;
  const LONGEST = 1600;

  function cut(box) {
    const image = box.querySelector("[data-crop-whole]");
    const sliders = ["across", "down", "zoom"].map((name) => box.querySelector(`input[name=${name}]`));
    const wide = Number(image.dataset.wide);
    const high = Number(image.dataset.high);

    function draw() {
      const [across, down, zoom] = sliders.map((one) => Number(one.value));
      // In percent of the frame: a square of the shorter side fills it, closer by the zoom.
      const scale = zoom / Math.min(wide, high);
      image.style.width = `${wide * scale}%`;
      image.style.height = `${high * scale}%`;
      image.style.left = `${(100 - wide * scale) * across / 100}%`;
      image.style.top = `${(100 - high * scale) * down / 100}%`;
      for (const button of box.querySelectorAll("[data-crop-step]")) {
        const slider = document.getElementById(button.dataset.for);
        const end = button.dataset.cropStep === "1" ? slider.max : slider.min;
        button.setAttribute("aria-disabled", String(slider.value === end));
      }
    }

    for (const form of [box.closest("form")]) {
      for (const plain of form.querySelectorAll("[data-crop-plain]")) {
        plain.hidden = true;
        for (const one of plain.querySelectorAll("input, button")) one.disabled = true;
      }
    }
    box.querySelector("[data-crop-fine]").hidden = false;
    for (const slider of sliders) {
      slider.disabled = false;
      slider.addEventListener("input", draw);
    }
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-crop-step]");
      if (!button) return;
      const slider = document.getElementById(button.dataset.for);
      slider.value = Number(slider.value) + Number(button.dataset.cropStep) * (slider.name === "zoom" ? 20 : 10);
      draw();
    });
    image.addEventListener("load", draw, { once: true });
    image.src = image.dataset.cropWhole;
    image.classList.add("photo-whole");
    draw();
  }

  async function smaller(file) {
    const picture = await createImageBitmap(file);
    const scale = LONGEST / Math.max(picture.width, picture.height);
    if (scale >= 1 && file.size <= LARGEST) return null;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * Math.min(1, scale));
    canvas.height = Math.round(picture.height * Math.min(1, scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#f8f2e6";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    return blob && new File([blob], "photo.jpg", { type: "image/jpeg" });
  }

  function say(input, words) {
    const id = `${input.id}-note`;
    let note = document.getElementById(id);
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "field-error";
      note.setAttribute("role", "alert");
      input.after(note);
    }
    note.textContent = words;
    note.hidden = !words;
  }

  function watch(form) {
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", async () => {
      say(input, "");
      const file = input.files[0];
      if (!file || file.size <= LARGE) return;
      try {
        const made = await smaller(file);
        if (made && input.files[0] === file) {
          const holder = new DataTransfer();
          holder.items.add(made);
          input.files = holder.files;
        }
      } catch {
        // What this browser cannot read the site looks at itself.
      }
      if (input.files[0] && input.files[0].size > LARGEST) {
        input.value = "";
        say(input, "This file has more than 6 MB. Choose a smaller one.");
      }
    });
  }

  for (const box of document.querySelectorAll("[data-crop]")) cut(box);
  for (const form of document.querySelectorAll("form[data-photo]")) watch(form);
})();
