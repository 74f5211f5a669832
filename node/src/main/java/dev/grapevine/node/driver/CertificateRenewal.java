package dev.grapevine.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.vertx.core.Future;

import dev.grapevine.node.enrolment.EnrolmentClient;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.security.CertificateChain;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.words.Address;

/** Renews this node's certificates in time: by itself if it may, else by asking members. For one event loop. */
final class CertificateRenewal {

    private final Equipment has;
    private final RunAccess access;
    private final EnrolmentClient enrolment;
    private final MemberNews news;
    private final OwnDescription own;
    private final Random random;

    /** @param random for the order in which members are asked */
    CertificateRenewal(Equipment has, RunAccess access, EnrolmentClient enrolment, MemberNews news, OwnDescription own,
            Random random) {
        this.has = has;
        this.access = access;
        this.enrolment = enrolment;
        this.news = news;
        this.own = own;
        this.random = random;
    }

    /** Asks members at random, one after another, until one that may has renewed the certificates. */
    void renewIfDue() {
        try {
            if (!access.isRenewalDue() || access.renewOwn()) {
                return;
            }
        } catch (IOException e) {
            has.disk().tell("security", Optional.of(e));
            return;
        }
        List<Address> members = new ArrayList<>();
        news.members().forEach(entry -> members.addAll(entry.description().addresses()));
        Collections.shuffle(members, random);
        Future<Void> renewed = Future.failedFuture("there is nobody to ask");
        for (Address member : members) {
            renewed = renewed.recover(
                    unused -> enrolment.ask(member, anybody -> true, exporter -> access.renewal()).map(this::take));
        }
        renewed.onFailure(why -> access.endSentence().ifPresent(
                sentence -> has.listener().notice(sentence + ": nobody has renewed it yet, " + why.getMessage())));
    }

    /** Any node may answer: certificates count only if they lead to the run's authority. */
    private Void take(EnrolmentMessages.Answer answer) {
        if (!(answer instanceof EnrolmentMessages.Admitted admitted)) {
            throw new IllegalArgumentException(((EnrolmentMessages.Refused) answer).refusal().sentence());
        }
        try {
            access.replace(CertificateChain.of(admitted.chain()));
            own.spread();
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
