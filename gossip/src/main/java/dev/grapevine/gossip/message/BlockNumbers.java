package dev.grapevine.gossip.message;

/** Which block a message is about. */
public final class BlockNumbers {

    /** Of a message that is about no block. */
    public static final int NONE = -1;

    private BlockNumbers() {}

    /** The block's number, or {@link #NONE}. */
    public static int of(Message message) {
        return switch (message) {
            case Message.BlockRequest request -> request.block();
            case Message.BlockRest rest -> rest.block();
            case Message.BlockReply reply -> reply.block();
            case Message.BlockOutOfReach outOfReach -> outOfReach.block();
            case Message.BlockDone done -> done.block();
            case Message.BlockQuery query -> query.block();
            case Message.BlockUnread unread -> unread.block();
            case Message.BlockReminder reminder -> reminder.block();
            case Message.CopyRequest request -> request.block();
            case Message.CopyReply reply -> reply.block();
            default -> NONE;
        };
    }
}
