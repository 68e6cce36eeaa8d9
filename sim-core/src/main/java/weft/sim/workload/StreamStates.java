package weft.sim.workload;

/**
 * How far the streams of all ranks have come. The state of stream <i>s</i> of rank <i>r</i> is at r
 * × streams + s.
 */
final class StreamStates {

  private final int streams;
  private final Ops[] ops;
  private final int[] positions;
  private final boolean[] waiting;

  /** When the operation under way began, picoseconds. */
  private final long[] since;

  /** All streams of a program, before their first operation. */
  StreamStates(Program program) {
    streams = program.maxStreams();
    int states = program.ranks() * streams;
    ops = new Ops[states];
    positions = new int[states];
    waiting = new boolean[states];
    since = new long[states];
    for (int rank = 0; rank < program.ranks(); rank++) {
      Ops[] ofRank = program.streams(rank);
      System.arraycopy(ofRank, 0, ops, rank * streams, ofRank.length);
    }
  }

  /** Number of states. */
  int count() {
    return ops.length;
  }

  /** How many streams a rank has room for. */
  int streams() {
    return streams;
  }

  /** The state of a stream of a rank. */
  int state(int rank, int stream) {
    return rank * streams + stream;
  }

  int rank(int state) {
    return state / streams;
  }

  int stream(int state) {
    return state % streams;
  }

  /** What a stream does. */
  Ops ops(int state) {
    return ops[state];
  }

  /** The number of its operation at hand. */
  int position(int state) {
    return positions[state];
  }

  /** Moves it to another operation. */
  void moveTo(int state, int position) {
    positions[state] = position;
  }

  /** When its operation under way began, or what has been told of it ends, picoseconds. */
  long sincePs(int state) {
    return since[state];
  }

  void setSince(int state, long timePs) {
    since[state] = timePs;
  }

  /** Whether it waits for its operation at hand. */
  boolean isWaiting(int state) {
    return waiting[state];
  }

  void setWaiting(int state, boolean isWaiting) {
    waiting[state] = isWaiting;
  }

  /** Whether it waits for an operation of a kind with an operand. */
  boolean waitsFor(int state, OpKind kind, int operand) {
    return waiting[state]
        && ops[state].kind(positions[state]) == kind
        && ops[state].operand(positions[state]) == operand;
  }
}
