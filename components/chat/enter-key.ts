interface KeyPress {
  key: string;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** What the key code says while an input method has the key, in browsers that have ended the composition already. */
export const takenByInputMethod = 229;
const endsInHangul = /[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]$/;

/**
 * Decides which Enter sends: one press sends once, also when it ends a Korean syllable. The browsers disagree on the
 * order: Chrome presses (composing), ends the composition, and on a Mac presses again; Firefox presses (composing) and
 * ends; Safari ends and then presses with key code 229. Under Chinese and Japanese input Enter only chooses.
 */
export class EnterKey {
  #sentByThisPress = false;
  #pressedWhileComposing = false;
  #lastComposed = '';

  /** True: send what is written, after the event, when the last syllable is in the field. */
  keyDown({ key, shiftKey, isComposing, keyCode }: KeyPress): boolean {
    if (key !== 'Enter' || shiftKey) return false;
    if (isComposing) {
      this.#pressedWhileComposing = true;
      return false;
    }
    if (keyCode === takenByInputMethod && !endsInHangul.test(this.#lastComposed)) return false;
    return this.#sendOnce();
  }

  /** @param data the text that was composed. True as for keyDown. */
  compositionEnd(data: string): boolean {
    this.#lastComposed = data;
    if (!this.#pressedWhileComposing) return false;
    this.#pressedWhileComposing = false;
    return endsInHangul.test(data) && this.#sendOnce();
  }

  keyUp(key: string): void {
    // A Mac tells nothing of an Enter that is let go while Cmd is held.
    if (key !== 'Enter' && key !== 'Meta') return;
    this.#sentByThisPress = false;
    this.#pressedWhileComposing = false;
  }

  #sendOnce(): boolean {
    if (this.#sentByThisPress) return false;
    this.#sentByThisPress = true;
    return true;
  }
}
