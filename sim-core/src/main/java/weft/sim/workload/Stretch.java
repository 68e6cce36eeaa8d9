package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.Operation;
import weft.sim.probe.ActivityProbe;
import weft.sim.unit.Durations;

/**
 * What a group does in {@link Lockstep} from one collective to another, added up: how long it takes
 * in all, of which activity, and how often each collective comes. A pass of a micro-batch through a
 * pipeline stage is one, and they are all alike, so it is added up once.
 */
final class Stretch {

  /** Operations from the first collective to the last, without the last. */
  private final int length;

  private long durationPs;

  private int lastLink = -1;

  private final IntArrayList activities = new IntArrayList();
  private final IntArrayList boundLinks = new IntArrayList();
  private final LongArrayList timesPs = new LongArrayList();

  private final List<Collectives> collectives = new ArrayList<>();

  /** Collectives of a kind and size, all of which take the same time. */
  static final class Collectives {
    final Operation operation;
    final long bytes;
    final long durationPs;
    final int boundLink;
    private int count;

    private Collectives(Operation operation, long bytes, long durationPs, int boundLink) {
      this.operation = operation;
      this.bytes = bytes;
      this.durationPs = durationPs;
      this.boundLink = boundLink;
    }

    int count() {
      return count;
    }
  }

  /** A stretch of so many operations before the last; they are added in order. */
  Stretch(int length) {
    this.length = length;
  }

  /** A computation between two collectives. */
  void addComputation(Activity activity, long timePs) {
    tell(activity, -1, timePs);
    durationPs = Durations.add(durationPs, timePs);
  }

  /**
   * A collective.
   *
   * @param collectivePs how long it takes by itself
   * @param besidePs how long what is computed beside it takes
   */
  void addCollective(
      Activity activity,
      Operation operation,
      long bytes,
      long collectivePs,
      long besidePs,
      int boundLink,
      boolean isLast) {
    collectives(operation, bytes, collectivePs, boundLink).count++;
    tell(Activity.COMPUTE, -1, besidePs);
    if (!isLast) {
      tell(activity, boundLink, Math.max(0, collectivePs - besidePs));
    }
    lastLink = boundLink;
    durationPs = Durations.add(durationPs, Math.max(collectivePs, besidePs));
  }

  private Collectives collectives(
      Operation operation, long bytes, long collectivePs, int boundLink) {
    for (Collectives known : collectives) {
      if (known.operation == operation && known.bytes == bytes) {
        return known;
      }
    }
    Collectives added = new Collectives(operation, bytes, collectivePs, boundLink);
    collectives.add(added);
    return added;
  }

  private void tell(Activity activity, int boundLink, long timePs) {
    if (timePs == 0) {
      return;
    }
    for (int part = 0; part < timesPs.size(); part++) {
      if (activities.getInt(part) == activity.ordinal() && boundLinks.getInt(part) == boundLink) {
        timesPs.set(part, timesPs.getLong(part) + timePs);
        return;
      }
    }
    activities.add(activity.ordinal());
    boundLinks.add(boundLink);
    timesPs.add(timePs);
  }

  int length() {
    return length;
  }

  /** How long all of it takes, picoseconds. */
  long durationPs() {
    return durationPs;
  }

  /** The link that bounded the last collective; −1 if none did. */
  int lastLink() {
    return lastLink;
  }

  /** Each kind and size. */
  List<Collectives> collectives() {
    return collectives;
  }

  /**
   * Tells of all but the last collective itself, an interval for each activity.
   *
   * @return until when
   */
  long tell(ActivityProbe probe, int rank, long startPs) {
    long fromPs = startPs;
    for (int part = 0; part < timesPs.size(); part++) {
      long untilPs = Durations.add(fromPs, timesPs.getLong(part));
      probe.onActivity(rank, activities.getInt(part), fromPs, untilPs, boundLinks.getInt(part));
      fromPs = untilPs;
    }
    return fromPs;
  }
}
