// A sound and a vibration for each answer. Browsers let a page sound only after it was touched once.

const NOTES = { welcome: [[880, 0.12]], already: [[520, 0.12], [520, 0.12]], invalid: [[190, 0.4]] };
const BUZZES = { welcome: [60], already: [80, 60, 80], invalid: [300] };
let sounds = null;

addEventListener("pointerdown", () => {
  sounds ??= new AudioContext();
  sounds.resume();
});

export function sound(kind) {
  navigator.vibrate?.(BUZZES[kind] ?? []);
  if (sounds?.state !== "running") return;
  let at = sounds.currentTime;
  for (const [pitch, length] of NOTES[kind] ?? []) {
    const voice = sounds.createOscillator();
    const volume = sounds.createGain();
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    voice.connect(volume).connect(sounds.destination);
    voice.start(at);
    voice.stop(at + length);
    at += length + 0.06;
  }
}
