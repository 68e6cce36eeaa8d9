package weft.sim.collective.cost;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Operation;
import weft.sim.collective.PairSizes;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/**
 * What is asked of a library.
 *
 * @param operation what is to be done
 * @param root the rank that has the data first or last; 0 if the operation has no root
 * @param channels number of channels, or {@link Schedules#AUTOMATIC}
 * @param algorithm null to let the library choose
 * @param protocol null to let the library choose
 * @param given the schedule to do it by, in place of an algorithm of the library; null for none
 * @param pairs what each rank has for each other; null if equal parts
 */
public record Request(
    Operation operation,
    int root,
    int channels,
    @Nullable Algorithm algorithm,
    @Nullable Protocol protocol,
    @Nullable ListedSchedule given,
    @Nullable PairSizes pairs) {

  /** Refuses what does not go together, which is to have been found before. */
  public Request {
    if (given != null && (algorithm != null || given.operation() != operation)) {
      throw new IllegalArgumentException(
          "a schedule of %s for %s".formatted(given.operation().text(), operation.text()));
    }
    if (pairs != null && (given != null || operation != Operation.ALL_TO_ALL)) {
      throw new IllegalArgumentException("sizes of pairs for " + operation.text());
    }
  }

  /** An operation from or to rank 0, done as the library chooses. */
  public static Request of(Operation operation) {
    return new Request(operation, 0, Schedules.AUTOMATIC, null, null, null, null);
  }

  /** The same from or to another rank. */
  public Request withRoot(int root) {
    return new Request(operation, root, channels, algorithm, protocol, given, pairs);
  }

  /** The same on so many channels. */
  public Request withChannels(int channels) {
    return new Request(operation, root, channels, algorithm, protocol, given, pairs);
  }

  /** The same in one way; null lets the library choose. */
  public Request withWay(@Nullable Algorithm algorithm, @Nullable Protocol protocol) {
    return new Request(operation, root, channels, algorithm, protocol, given, pairs);
  }

  /** The same by a schedule; null for none. */
  public Request withSchedule(@Nullable ListedSchedule given) {
    return new Request(operation, root, channels, algorithm, protocol, given, pairs);
  }

  /** The same with a size for each pair of ranks; null for equal parts. */
  public Request withPairs(@Nullable PairSizes pairs) {
    return new Request(operation, root, channels, algorithm, protocol, given, pairs);
  }
}
