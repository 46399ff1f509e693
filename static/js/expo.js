// The floor plan slides sideways on a phone: the picked booth, marked data-picked, comes into view.

const show = () => {
  const booth = document.querySelector("[data-picked]");
  const frame = booth?.closest(".planscroll");
  if (!frame) return;
  const [outer, inner] = [frame.getBoundingClientRect(), booth.getBoundingClientRect()];
  frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
};

show();
document.addEventListener("htmx:afterSettle", show);
