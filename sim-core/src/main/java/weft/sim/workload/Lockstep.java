package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.exec.RingRunner;
import weft.sim.unit.Durations;

/**
 * What a group does in lockstep: once all have arrived at a collective whose duration is known,
 * they begin the next computation together, hence the next collective, and so on. Such a sequence
 * is as good as one operation of the sum of the durations: it needs one event.
 *
 * <p>This is exact, not an approximation: durations are whole picoseconds and are known only of
 * collectives that nothing else can slow down.
 *
 * <p>Sequences that are {@linkplain Ops#alike alike} are added up once for each group.
 */
final class Lockstep {

  private final RingRunner collectives;

  /** For each communicator, what is known of it, by {@link Ops#alike}. */
  private final List<@Nullable Int2ObjectOpenHashMap<Stretch>> stretches = new ArrayList<>();

  private int begin;
  private long beginPs;
  private long[] endsPs = new long[0];
  private int[] boundLinks = new int[0];

  Lockstep(RingRunner collectives) {
    this.collectives = collectives;
  }

  /**
   * What members of a group do together from a collective on.
   *
   * @return null if the duration of that is not known
   */
  @Nullable Stretch from(Ops ops, int begin, int communicator) {
    while (stretches.size() <= communicator) {
      stretches.add(null);
    }
    Int2ObjectOpenHashMap<Stretch> known = stretches.get(communicator);
    Stretch alike = known == null ? null : known.get(ops.alike(begin));
    if (alike != null) {
      return alike;
    }
    int end = end(ops, begin, communicator);
    if (end < begin) {
      return null;
    }
    Stretch stretch = new Stretch(end - begin);
    for (int position = begin; position <= end; position++) {
      if (ops.kind(position) == OpKind.COMPUTE) {
        stretch.addComputation(ops.activity(position), ops.amount(position));
      } else {
        stretch.addCollective(
            ops.activity(position),
            ops.operation(position),
            ops.amount(position),
            knownPs(ops, position, communicator),
            ops.overlappedPs(position),
            knownLink(ops, position, communicator),
            position == end);
      }
    }
    if (end == ops.lockstepEnd(begin)) {
      if (known == null) {
        known = new Int2ObjectOpenHashMap<>();
        stretches.set(communicator, known);
      }
      known.put(ops.alike(begin), stretch);
    }
    return stretch;
  }

  /** The last collective up to which all durations are known; before {@code begin} if none is. */
  private int end(Ops ops, int begin, int communicator) {
    int end = begin - 1;
    int last = ops.lockstepEnd(begin);
    for (int position = begin; position <= last; position++) {
      if (ops.kind(position) == OpKind.COLLECTIVE) {
        if (knownPs(ops, position, communicator) < 0) {
          return end;
        }
        end = position;
      }
    }
    return end;
  }

  /** Works out when each operation ends: {@link #endPs} and the like tell from now on. */
  void timeEach(Ops ops, int begin, int end, int communicator, long startPs) {
    this.begin = begin;
    beginPs = startPs;
    int count = end - begin + 1;
    if (endsPs.length < count) {
      endsPs = Arrays.copyOf(endsPs, count);
      boundLinks = Arrays.copyOf(boundLinks, count);
    }
    long nowPs = startPs;
    for (int position = begin; position <= end; position++) {
      boolean isCollective = ops.kind(position) == OpKind.COLLECTIVE;
      long stepPs =
          isCollective
              ? Math.max(knownPs(ops, position, communicator), ops.overlappedPs(position))
              : ops.amount(position);
      nowPs = Durations.add(nowPs, stepPs);
      endsPs[position - begin] = nowPs;
      boundLinks[position - begin] = isCollective ? knownLink(ops, position, communicator) : -1;
    }
  }

  /** When an operation of the last {@link #timeEach} began. */
  long startPs(int position) {
    return position == begin ? beginPs : endsPs[position - begin - 1];
  }

  /** When it ended. */
  long endPs(int position) {
    return endsPs[position - begin];
  }

  /** The link that bounded it; −1 if none did. */
  int boundLink(int position) {
    return boundLinks[position - begin];
  }

  private long knownPs(Ops ops, int position, int communicator) {
    return collectives.knownPs(communicator, ops.operation(position), ops.amount(position));
  }

  private int knownLink(Ops ops, int position, int communicator) {
    return collectives.knownLink(communicator, ops.operation(position), ops.amount(position));
  }
}
