/* Two conveniences: files dropped on the page of adding, and progress without loading the page afresh. */
"use strict";
(() => {
const drop = document.querySelector("#drop");
if (drop) {
  const files = drop.querySelector("#files");
  const told = drop.querySelector("#drop-told");
  const over = (event) => { event.preventDefault(); drop.classList.add("over"); };
  for (const name of ["dragenter", "dragover"]) addEventListener(name, over);
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) { told.textContent = "These are no files."; return; }
    files.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
  drop.addEventListener("submit", () => { told.textContent = "Sending…"; });
}
const job = document.querySelector("#job");
if (job && ["waiting", "working"].includes(job.dataset.state)) {
  const look = async () => {
    try {
      const answer = await fetch(`/api/v1/jobs/${job.dataset.job}`);
      const now = await answer.json();
      if (now.state !== job.dataset.state || !answer.ok) { location.reload(); return; }
      const step = document.querySelector("#job-step");
      if (step) {
        step.textContent = now.step[0].toUpperCase() + now.step.slice(1);
        const stories = now.collated === 1 ? "1 story" : `${now.collated} stories`;
        document.querySelector("#job-count").textContent = `${now.kept + now.known} read, ${stories} compared`;
      }
    } catch { /* the server may be busy; asked again */ }
    setTimeout(look, 600);
  };
  setTimeout(look, 300);
}
})();
