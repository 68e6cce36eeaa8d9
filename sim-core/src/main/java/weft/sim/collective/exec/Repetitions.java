package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.cost.Charges;

/**
 * The collectives of a communicator that nothing but their own transfers can slow down: each kind
 * and size is simulated once, then repeated.
 */
final class Repetitions {

  /** Sizes that are remembered at most: a search that stays short. An assumption. */
  private static final int MOST = 64;

  /** One kind and size. */
  static final class Entry {
    final Operation operation;
    final long bytes;
    final Charges charges;

    /** From its launch to its end. */
    final long durationPs;

    final int boundLink;
    final double latenessPs;

    /** Of each channel and position, how long its transfer took; of several, their mean. */
    final long[][] transfersPs;

    private long times;

    Entry(
        Operation operation,
        long bytes,
        Charges charges,
        long durationPs,
        int boundLink,
        double latenessPs,
        long[][] transfersPs) {
      this.operation = operation;
      this.charges = charges;
      this.latenessPs = latenessPs;
      this.bytes = bytes;
      this.durationPs = durationPs;
      this.boundLink = boundLink;
      this.transfersPs = transfersPs;
    }

    /** It happens so many times more. */
    void repeat(long more) {
      times += more;
    }

    /** How often it has happened without being simulated since somebody asked last. */
    long takeTimes() {
      long taken = times;
      times = 0;
      return taken;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** What is known of a kind and size; null if nothing is. */
  @Nullable Entry find(Operation operation, long bytes) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.bytes == bytes && entry.operation == operation) {
        return entry;
      }
    }
    return null;
  }

  /** Remembers one more, if there is room. */
  void add(Entry entry) {
    if (entries.size() < MOST) {
      entries.add(entry);
    }
  }

  List<Entry> entries() {
    return entries;
  }
}
