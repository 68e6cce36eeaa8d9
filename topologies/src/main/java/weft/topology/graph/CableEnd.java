package weft.topology.graph;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.Transceiver;

/**
 * Where a cable ends.
 *
 * @param device what it is plugged into
 * @param transceiver the optical module between the two; null for copper and for built-in links
 */
public record CableEnd(Device device, @Nullable Transceiver transceiver) {}
