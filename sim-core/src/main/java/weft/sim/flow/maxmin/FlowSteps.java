package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.chars.CharArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * The step of each flow, from 1; 0 if it has none. In 16 bits, so that those of a hundred thousand
 * flows lie in a cache, where they are looked up in a random order; steps that do not fit, which
 * take a system of more than 65,000 links, are looked up elsewhere.
 */
final class FlowSteps {

  /** Instead of a step that does not fit. */
  private static final int LARGE = Character.MAX_VALUE;

  private char[] steps = CharArrays.EMPTY_ARRAY;
  private int[] large = IntArrays.EMPTY_ARRAY;

  /** No flow has a step. */
  void clear(int flows) {
    steps = CharArrays.grow(steps, flows, 0);
    Arrays.fill(steps, 0, flows, '\0');
  }

  int get(int flow) {
    int step = steps[flow];
    return step == LARGE ? large[flow] : step;
  }

  void set(int flow, int step) {
    if (step >= LARGE) {
      large = IntArrays.grow(large, steps.length);
      large[flow] = step;
    }
    steps[flow] = (char) Math.min(step, LARGE);
  }
}
