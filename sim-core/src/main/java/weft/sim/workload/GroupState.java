package weft.sim.workload;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;

/** Who has arrived at the next collective of each group of one partition. */
final class GroupState {

  private final Program.Groups groups;
  private final int[] arrived;
  private final int[] firstRanks;
  private final Operation[] operations;
  private final long[] bytes;
  private final long[] starts;

  /** What each group does in lockstep. */
  private final @Nullable Stretch[] stretches;

  /** Stream on which a rank waits; −1 if it does not. */
  private final int[] streams;

  GroupState(Program.Groups groups) {
    this.groups = groups;
    int count = groups.members().length;
    arrived = new int[count];
    firstRanks = new int[count];
    operations = new Operation[count];
    bytes = new long[count];
    starts = new long[count];
    stretches = new Stretch[count];
    streams = new int[groups.groupOfRank().length];
    Arrays.fill(streams, -1);
  }

  /**
   * A rank arrives at its next collective, or it is known when it will.
   *
   * @return whether that is known of its whole group
   */
  boolean arrive(int rank, int stream, Operation operation, long size, long timePs) {
    int group = group(rank);
    if (streams[rank] >= 0) {
      throw new ProgramException(
          "rank " + rank + " uses " + name(group) + " on two streams at once");
    }
    streams[rank] = stream;
    if (arrived[group]++ == 0) {
      firstRanks[group] = rank;
      operations[group] = operation;
      bytes[group] = size;
      starts[group] = timePs;
    } else if (operations[group] != operation || bytes[group] != size) {
      throw new ProgramException(
          "in %s, rank %d runs %s of %d bytes, but rank %d runs %s of %d bytes"
              .formatted(
                  name(group),
                  firstRanks[group],
                  operations[group].text(),
                  bytes[group],
                  rank,
                  operation.text(),
                  size));
    }
    if (timePs > starts[group]) {
      starts[group] = timePs;
    }
    return arrived[group] == groups.members()[group].length;
  }

  /** The collective of a group has ended: its members may arrive at the next. */
  void close(int group) {
    arrived[group] = 0;
  }

  /** The stream on which a rank waited, which it no longer does. */
  int release(int rank) {
    int stream = streams[rank];
    streams[rank] = -1;
    return stream;
  }

  /** The stream on which a rank waits; −1 if it does not. */
  int stream(int rank) {
    return streams[rank];
  }

  /** A group does a stretch in one go. */
  void begin(int group, Stretch stretch) {
    stretches[group] = stretch;
  }

  /** The stretch that it does. */
  Stretch stretch(int group) {
    return Objects.requireNonNull(stretches[group]);
  }

  int group(int rank) {
    int group = groups.groupOfRank()[rank];
    if (group < 0) {
      throw new ProgramException("rank " + rank + " is in no group of " + groups.name());
    }
    return group;
  }

  String name(int group) {
    return groups.name() + "-" + group;
  }

  int[] members(int group) {
    return groups.members()[group];
  }

  Operation operation(int group) {
    return operations[group];
  }

  long bytes(int group) {
    return bytes[group];
  }

  /** When the last rank arrived, picoseconds. */
  long startPs(int group) {
    return starts[group];
  }

  /** A member that has not arrived, or −1. */
  int missing(int group) {
    for (int rank : members(group)) {
      if (streams[rank] < 0) {
        return rank;
      }
    }
    return -1;
  }
}
