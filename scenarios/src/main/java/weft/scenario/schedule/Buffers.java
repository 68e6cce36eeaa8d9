package weft.scenario.schedule;

import java.util.List;
import java.util.stream.IntStream;
import weft.sim.collective.Operation;

/**
 * Where the buffers of a rank are among its blocks. Out of place, input, output and scratch follow
 * each other; in place, the smaller of input and output is a part of the larger, or both are one.
 *
 * @param operation what is done
 * @param rank whose buffers they are
 * @param pieces of the whole data
 * @param part pieces of a rank, if the data has parts
 * @param limits chunks of input, output and scratch that steps may use
 * @param bases the first block of each
 * @param blocks all of them
 */
record Buffers(
    Operation operation,
    int rank,
    int pieces,
    int part,
    List<Integer> limits,
    List<Integer> bases,
    int blocks) {

  static final int INPUT = 0;
  static final int OUTPUT = 1;
  static final int SCRATCH = 2;

  /**
   * The buffers of a rank.
   *
   * @param limits chunks of input, output and scratch that steps may use
   * @param inputs what the operation needs as input
   * @param outputs what it needs as output
   */
  static Buffers of(
      Operation operation,
      int rank,
      int ranks,
      int pieces,
      boolean inPlace,
      List<Integer> limits,
      int inputs,
      int outputs) {
    int part = operation.isPartitioned() ? pieces / ranks : pieces;
    int input = Math.max(inputs, limits.get(INPUT));
    int output = Math.max(outputs, limits.get(OUTPUT));
    int inputBase = 0;
    int outputBase = input;
    int data = input + output;
    if (inPlace) {
      boolean isInputPart = operation == Operation.ALL_GATHER || operation == Operation.GATHER;
      boolean isOutputPart =
          operation == Operation.REDUCE_SCATTER || operation == Operation.SCATTER;
      inputBase = isInputPart ? rank * part : 0;
      outputBase = isOutputPart ? rank * part : 0;
      data = Math.max(Math.max(inputBase + input, outputBase + output), pieces);
    }
    return new Buffers(
        operation,
        rank,
        pieces,
        part,
        limits,
        List.of(inputBase, outputBase, data),
        data + limits.get(SCRATCH));
  }

  int block(int buffer, int chunk) {
    return bases.get(buffer) + chunk;
  }

  List<Integer> blocks(int buffer, int count) {
    return IntStream.range(0, count).mapToObj(chunk -> block(buffer, chunk)).toList();
  }

  /** Which piece of the data a chunk is, for its size; those of scratch buffers are anybody's. */
  long piece(int buffer, int chunk) {
    boolean isPart =
        buffer == INPUT
            ? operation == Operation.ALL_GATHER || operation == Operation.GATHER
            : operation == Operation.REDUCE_SCATTER || operation == Operation.SCATTER;
    int piece = isPart && buffer != SCRATCH ? rank * part + chunk : chunk % pieces;
    return operation.isPersonal() ? (long) rank * pieces + piece : piece;
  }
}
