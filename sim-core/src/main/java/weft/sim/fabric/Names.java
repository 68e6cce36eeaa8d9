package weft.sim.fabric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Names by number, packed: a {@link String} for each would take more than the links do. */
final class Names {

  private final byte[] text;

  /** Where each name begins in the text, and the last one ends. */
  private final int[] starts;

  Names(List<String> names) {
    byte[] bytes = new byte[16 * names.size()];
    starts = new int[names.size() + 1];
    int end = 0;
    for (int i = 0; i < names.size(); i++) {
      byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
      if (end + name.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end + name.length, 2 * bytes.length));
      }
      System.arraycopy(name, 0, bytes, end, name.length);
      end += name.length;
      starts[i + 1] = end;
    }
    text = Arrays.copyOf(bytes, end);
  }

  int size() {
    return starts.length - 1;
  }

  String get(int index) {
    return new String(
        text, starts[index], starts[index + 1] - starts[index], StandardCharsets.UTF_8);
  }
}
