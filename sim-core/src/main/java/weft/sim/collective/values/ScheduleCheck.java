package weft.sim.collective.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Sizes;

/** Executes a schedule on random numbers and compares what every rank ends with. */
public final class ScheduleCheck {

  private static final int MOST_FINDINGS = 20;

  private final Schedule schedule;
  private final int passes;
  private final long[][][][] inputs;

  private ScheduleCheck(Schedule schedule, Sizes sizes, int passes, long seed) {
    this.schedule = schedule;
    this.passes = passes;
    Random random = new Random(seed);
    inputs = new long[passes][schedule.ranks()][][];
    for (int pass = 0; pass < passes; pass++) {
      for (int rank = 0; rank < schedule.ranks(); rank++) {
        inputs[pass][rank] = new long[inputs(rank)][];
        for (int i = 0; i < inputs[pass][rank].length; i++) {
          inputs[pass][rank][i] = random.longs(sizes.bytes(inputPiece(rank, i))).toArray();
        }
      }
    }
  }

  /**
   * Executes a schedule.
   *
   * @param sizes elements of each piece
   * @param passes how many passes follow each other
   * @param slots how many messages a connection holds, at least 1
   * @param seed of the random numbers
   * @return what is wrong; the first 20 of it. Nothing if it is right
   */
  public static List<Finding> findings(
      Schedule schedule, Sizes sizes, int passes, int slots, Interleaving interleaving, long seed) {
    ScheduleCheck check = new ScheduleCheck(schedule, sizes, passes, seed);
    ValueRun run = new ValueRun(schedule, passes, slots, interleaving);
    check.fill(run);
    run.run();
    List<Finding> findings = new ArrayList<>(run.findings());
    if (findings.isEmpty()) {
      check.compare(run, findings);
    }
    return List.copyOf(findings.subList(0, Math.min(MOST_FINDINGS, findings.size())));
  }

  private void fill(ValueRun run) {
    for (int pass = 0; pass < passes; pass++) {
      for (int rank = 0; rank < schedule.ranks(); rank++) {
        for (int i = 0; i < inputs(rank); i++) {
          run.put(pass, rank, schedule.inputBlock(rank, i), inputs[pass][rank][i]);
        }
      }
    }
  }

  private void compare(ValueRun run, List<Finding> findings) {
    for (int pass = 0; pass < passes; pass++) {
      for (int rank = 0; rank < schedule.ranks(); rank++) {
        for (int i = 0; i < outputs(rank); i++) {
          long[] actual = run.get(pass, rank, schedule.outputBlock(rank, i));
          String difference = new Expected(pass, rank, i).difference(actual);
          if (difference != null) {
            findings.add(new Finding(Finding.Kind.WRONG_RESULT, rank, -1, i, difference));
          }
        }
      }
    }
  }

  private int inputs(int rank) {
    boolean isRoot = rank == schedule.root();
    return schedule.operation().inputs(schedule.pieces(), schedule.ranks(), isRoot);
  }

  private int outputs(int rank) {
    boolean isRoot = rank == schedule.root();
    return schedule.operation().outputs(schedule.pieces(), schedule.ranks(), isRoot);
  }

  /** Which piece of the data a rank's input is. */
  private long inputPiece(int rank, int i) {
    Operation operation = schedule.operation();
    return switch (operation) {
      case ALL_GATHER, GATHER -> (long) rank * inputs(rank) + i;
      case ALL_TO_ALL, SENDRECV -> (long) rank * schedule.pieces() + i;
      case ALL_REDUCE, REDUCE_SCATTER, REDUCE, BROADCAST, SCATTER, BARRIER -> i;
    };
  }

  /** What a rank should end with in a piece of its output: the input of one rank, or of all. */
  private final class Expected {
    private final int pass;
    private final int input;
    private final int from;

    Expected(int pass, int rank, int output) {
      this.pass = pass;
      int parts = Math.max(1, schedule.pieces() / schedule.ranks());
      switch (schedule.operation()) {
        case ALL_REDUCE, REDUCE, BARRIER -> {
          from = -1;
          input = output;
        }
        case REDUCE_SCATTER -> {
          from = -1;
          input = rank * parts + output;
        }
        case ALL_GATHER, GATHER -> {
          from = output / parts;
          input = output % parts;
        }
        case BROADCAST -> {
          from = schedule.root();
          input = output;
        }
        case SCATTER -> {
          from = schedule.root();
          input = rank * parts + output;
        }
        case ALL_TO_ALL -> {
          from = output / parts;
          input = rank * parts + output % parts;
        }
        case SENDRECV -> {
          from = Math.floorMod(rank - 1, schedule.ranks());
          input = output;
        }
        default -> throw new IllegalStateException(schedule.operation().text());
      }
    }

    private long expected(int element) {
      if (from >= 0) {
        return inputs[pass][from][input][element];
      }
      long sum = 0;
      for (long[][] ofRank : inputs[pass]) {
        sum += ofRank[input][element];
      }
      return sum;
    }

    /** How a value differs, in words; null if it does not. */
    @Nullable String difference(long @Nullable [] actual) {
      int length = inputs[pass][Math.max(from, 0)][input].length;
      if (actual == null && length == 0) {
        return null;
      }
      if (actual == null) {
        return "nothing was written to it";
      }
      if (actual.length != length) {
        return "%d elements instead of %d".formatted(actual.length, length);
      }
      for (int element = 0; element < length; element++) {
        if (actual[element] != expected(element)) {
          return explain(actual[element], element);
        }
      }
      return null;
    }

    private String explain(long actual, int element) {
      for (int rank = 0; rank < schedule.ranks(); rank++) {
        for (int i = 0; i < inputs(rank); i++) {
          long[] value = inputs[pass][rank][i];
          if (element < value.length && value[element] == actual) {
            return "it is chunk %d of rank %d alone".formatted(i, rank);
          }
        }
      }
      for (int rank = 0; from < 0 && rank < schedule.ranks(); rank++) {
        long value = inputs[pass][rank][input][element];
        if (actual == expected(element) - value) {
          return "the sum lacks rank " + rank;
        }
        if (actual == expected(element) + value) {
          return "the sum has rank " + rank + " twice";
        }
      }
      return from < 0 ? "it is not the sum of all ranks" : "it is not the data of rank " + from;
    }
  }
}
