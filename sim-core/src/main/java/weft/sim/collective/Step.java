package weft.sim.collective;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One step of a lane, filled in anew by {@link Schedule#step}: a cursor, so that a schedule of many
 * steps needs none of them in memory.
 *
 * <p>A step handles a list of blocks, all in the same way. With <i>R</i> what it receives, its
 * value is
 *
 * <ul>
 *   <li><i>R</i>, if it only {@linkplain #receives receives};
 *   <li><i>R</i> + the {@linkplain #source source} blocks, if it also {@linkplain #reduces
 *       reduces};
 *   <li>the source blocks, if it does not receive; with reduces, those + the target blocks.
 * </ul>
 *
 * It {@linkplain #stores stores} the value in the {@linkplain #target target} blocks, {@linkplain
 * #sends sends} it on, both, or neither (then it only waits). These are the primitives of NCCL and
 * the instructions of MSCCL: {@code s}, {@code r}, {@code rcs}, {@code rrc}, {@code rrs}, {@code
 * rrcs}, {@code cpy}, {@code re}, {@code nop}.
 *
 * <p>A step begins when the one before it in its lane has ended and all steps that it {@linkplain
 * #dependencies depends} on have ended, in the same pass; and, if it receives, when the message is
 * there. It ends when its message has been sent.
 *
 * <p>Block <i>i</i> of the list has the index {@code order[(first + i / run × stride + i mod run)
 * mod modulus] × scale}; to that come the offsets of source, target and piece.
 */
public final class Step {

  /** No peer. */
  public static final int NONE = -1;

  private int receivePeer;
  private int receiveLane;
  private int sendPeer;
  private int sendLane;
  private boolean reduces;
  private boolean stores;

  private int count;
  private int first;
  private int run;
  private int stride;
  private int modulus;
  private int scale;
  private int @Nullable [] order;
  private int sourceOffset;
  private int targetOffset;
  private long pieceOffset;
  private int pieceFirst;
  private int pieceScale;
  private int @Nullable [] pieceOrder;

  private final IntArrayList dependencyLanes = new IntArrayList();
  private final IntArrayList dependencySteps = new IntArrayList();

  /** A step that does nothing. */
  public Step() {
    clear();
  }

  /** Whether it receives a message. */
  public boolean receives() {
    return receivePeer != NONE;
  }

  /** The participant from which it receives; {@link #NONE} if it does not. */
  public int receivePeer() {
    return receivePeer;
  }

  /** The lane of that participant which sends the message. */
  public int receiveLane() {
    return receiveLane;
  }

  /** Whether it adds two values. */
  public boolean reduces() {
    return reduces;
  }

  /** Whether it writes its value to its target blocks. */
  public boolean stores() {
    return stores;
  }

  /** Whether it sends its value. */
  public boolean sends() {
    return sendPeer != NONE;
  }

  /** The participant to which it sends; {@link #NONE} if it does not. */
  public int sendPeer() {
    return sendPeer;
  }

  /** The lane of that participant which receives the message. */
  public int sendLane() {
    return sendLane;
  }

  /** Number of blocks. */
  public int blocks() {
    return count;
  }

  /** The participant's block that entry {@code i} is read from. */
  public int source(int i) {
    return index(i) + sourceOffset;
  }

  /** The participant's block that entry {@code i} is written to. */
  public int target(int i) {
    return index(i) + targetOffset;
  }

  /**
   * Which piece of the data entry {@code i} is, or is a part of a sum of: {@link Sizes} has its
   * size.
   */
  public long piece(int i) {
    if (pieceScale == 0) {
      return index(i) + pieceOffset;
    }
    int place = pieceFirst + i;
    return (long) (pieceOrder == null ? place : pieceOrder[place]) * pieceScale + pieceOffset;
  }

  /** Length of the message that it receives or sends, bytes. */
  public long bytes(Sizes sizes) {
    if (sizes.areEqual()) {
      return count * sizes.bytes(0);
    }
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += sizes.bytes(piece(i));
    }
    return bytes;
  }

  /** Number of steps of the same participant's other lanes that have to end before it begins. */
  public int dependencies() {
    return dependencyLanes.size();
  }

  /** The lane of a step that it waits for. */
  public int dependencyLane(int i) {
    return dependencyLanes.getInt(i);
  }

  /** The number in its lane of a step that it waits for. */
  public int dependencyStep(int i) {
    return dependencySteps.getInt(i);
  }

  private int index(int i) {
    long place = first + (run == count ? (long) i : (long) (i / run) * stride + i % run);
    place = place >= modulus ? place % modulus : place;
    return (order == null ? (int) place : order[(int) place]) * scale;
  }

  /** Makes it a step that does nothing, for a schedule to fill in. */
  public Step clear() {
    receivePeer = NONE;
    receiveLane = NONE;
    sendPeer = NONE;
    sendLane = NONE;
    reduces = false;
    stores = false;
    contiguous(0, 0);
    sourceOffset = 0;
    targetOffset = 0;
    pieceOffset = 0;
    dependencyLanes.clear();
    dependencySteps.clear();
    return this;
  }

  /** It receives from a lane of a peer. */
  public Step receive(int peer, int lane) {
    receivePeer = peer;
    receiveLane = lane;
    return this;
  }

  /** It sends to a lane of a peer. */
  public Step send(int peer, int lane) {
    sendPeer = peer;
    sendLane = lane;
    return this;
  }

  /**
   * It adds what it receives to its source blocks; its source to its target if it receives nothing.
   */
  public Step reduce() {
    reduces = true;
    return this;
  }

  /** It writes its value to its target blocks. */
  public Step store() {
    stores = true;
    return this;
  }

  /** It waits for a step of another lane. */
  public Step after(int lane, int step) {
    dependencyLanes.add(lane);
    dependencySteps.add(step);
    return this;
  }

  /** Its blocks are {@code count} from {@code first} on. */
  public Step contiguous(int first, int count) {
    return strided(first, count, count, count);
  }

  /** Its blocks are {@code count} in runs of {@code run}, whose starts are {@code stride} apart. */
  public Step strided(int first, int run, int stride, int count) {
    this.first = first;
    this.run = run;
    this.stride = stride;
    this.count = count;
    modulus = Integer.MAX_VALUE;
    scale = 1;
    order = null;
    pieceScale = 0;
    return this;
  }

  /** After the last block comes the first. */
  public Step modulo(int modulus) {
    this.modulus = modulus;
    return this;
  }

  /** Blocks are numbered by another order; the array is not copied. */
  public Step ordered(int[] order) {
    this.order = order;
    return this;
  }

  /** Blocks are so far apart. */
  public Step scaled(int scale) {
    this.scale = scale;
    return this;
  }

  /** What is added to the index of each block, for all three of source, target and piece. */
  public Step offset(int offset) {
    return offsets(offset, offset, offset);
  }

  /** What is added to the index of each block. */
  public Step offsets(int source, int target, long piece) {
    sourceOffset = source;
    targetOffset = target;
    pieceOffset = piece;
    return this;
  }

  /**
   * Which pieces its blocks are, where that does not follow from their places: block <i>i</i> is
   * piece {@code order[first + i] × scale + offset}.
   */
  public Step pieces(int @Nullable [] order, int first, int scale, long offset) {
    pieceOrder = order;
    pieceFirst = first;
    pieceScale = scale;
    pieceOffset = offset;
    return this;
  }
}
