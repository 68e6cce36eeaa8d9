package weft.sim.packet;

import weft.sim.packet.queue.Wire;

/** What one flow has to send, cut into packets, and how far it has got. */
final class Sender implements PacketSizes {

  private final Messages messages;
  private final int fullBytes;

  /** All packets from here on, up to and without {@link #wholeTo}, are full. */
  private int wholeFrom;

  private int wholeTo;

  private int firstMessage = Messages.NONE;
  private int lastMessage = Messages.NONE;

  /** The message of the packet that was sent last for the first time, or one before it. */
  private int sendingMessage = Messages.NONE;

  /** The number behind that of the last packet. */
  int end;

  /** By its pace, no packet may begin before this time. */
  long notBefore;

  /** When something of it was last known to have come. */
  long heard;

  /** How often the receiver has asked for a packet. */
  int pulled;

  boolean paceIsDue;
  boolean timeoutIsDue;

  Sender(Messages messages, Wire wire) {
    this.messages = messages;
    fullBytes = wire.fullBytes();
  }

  void add(int message) {
    if (firstMessage == Messages.NONE) {
      firstMessage = message;
    } else {
      messages.setNext(lastMessage, message);
    }
    lastMessage = message;
    if (sendingMessage == Messages.NONE) {
      sendingMessage = message;
    }
    end = messages.end(message);
  }

  /** The message of the packet to be sent next for the first time. */
  int current(int nextNew) {
    int message = sendingMessage;
    while (message != Messages.NONE && nextNew >= messages.end(message)) {
      message = messages.next(message);
    }
    return message;
  }

  /** There are so many packets less to send. */
  void shorten(int message, int packets) {
    messages.shorten(message, packets);
    end -= packets;
    wholeTo = wholeFrom;
  }

  @Override
  public int wireBytes(int sequence) {
    return sequence >= wholeFrom && sequence < wholeTo ? fullBytes : wireBytesOf(sequence);
  }

  private int wireBytesOf(int sequence) {
    int message = sendingMessage;
    if (message == Messages.NONE || sequence < messages.first(message)) {
      message = firstMessage;
    }
    while (sequence >= messages.end(message)) {
      message = messages.next(message);
    }
    if (sequence == messages.end(message) - 1) {
      return messages.lastBytes(message);
    }
    wholeFrom = messages.first(message);
    wholeTo = messages.end(message) - 1;
    return fullBytes;
  }

  void onSending(int sequence) {
    while (sequence >= messages.end(sendingMessage)) {
      sendingMessage = messages.next(sendingMessage);
    }
  }

  /** Lets go of the first message if it is acknowledged as a whole; its transfer, or −1. */
  int retire(int firstUnacknowledged) {
    int message = firstMessage;
    if (message == Messages.NONE || messages.end(message) > firstUnacknowledged) {
      return -1;
    }
    firstMessage = messages.next(message);
    if (sendingMessage == message) {
      sendingMessage = firstMessage;
    }
    int transfer = messages.transfer(message);
    messages.release(message);
    return transfer;
  }
}
